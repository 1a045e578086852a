import { PageConfig } from '@jupyterlab/coreutils';
import { afterEach, describe, expect, it } from 'vitest';
import { CommandIDs } from '../commands';
import { testCouture } from '../testing/couture';
import { addOwnServer } from './own_server';

const RUN = { dagId: 'a/b', runId: 'manual__2026-03-02T12:00:00+00:00', taskId: 'notebook' };

function at(options: Record<string, string>): void {
  for (const name of ['hubPrefix', 'baseUrl']) {
    PageConfig.setOption(name, options[name] ?? '');
  }
}

describe('one\'s own server', () => {
  afterEach(() => at({}));

  it('is reached from the service of a Hub, with the run that is shown', async () => {
    at({ hubPrefix: '/base/hub/', baseUrl: '/base/services/couture/' });
    const couture = testCouture();
    const opened: URL[] = [];
    addOwnServer(couture, address => void opened.push(new URL(address, 'http://team/')));
    expect(couture.commands.isVisible(CommandIDs.openOwnServer)).toBe(true);
    await couture.commands.execute(CommandIDs.openOwnServer, RUN);
    await couture.commands.execute(CommandIDs.openOwnServer);
    expect(opened.map(each => each.pathname)).toEqual(['/base/hub/user-redirect/lab', '/base/hub/user-redirect/lab']);
    const parts = opened[0].searchParams.get('couture')?.split('/').map(decodeURIComponent);
    expect(parts).toEqual(['run', RUN.dagId, RUN.runId, RUN.taskId]);
    expect(opened[1].search).toBe('');
  });

  it('is offered neither there nor without a Hub', () => {
    const couture = testCouture();
    addOwnServer(couture);
    expect(couture.commands.isVisible(CommandIDs.openOwnServer)).toBe(false);
    at({ hubPrefix: '/hub/', baseUrl: '/user/ada/' });
    expect(couture.commands.isVisible(CommandIDs.openOwnServer)).toBe(false);
  });
});
