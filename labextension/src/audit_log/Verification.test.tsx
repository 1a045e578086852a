// @vitest-environment jsdom
import '../testing/browser';
import { describe, expect, it } from 'vitest';
import type { IAuditVerdict } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { Verification } from './Verification';

const WHOLE: IAuditVerdict = {
  is_over: true,
  entries: 2500,
  unsealed: 0,
  last_seal: 'f'.repeat(64),
  faults: 0,
  findings: [],
  is_noted_there: null
};

async function verified(verdict: Partial<IAuditVerdict>): Promise<string> {
  const couture = testCouture({ 'GET eventLogs/verification': { ...WHOLE, ...verdict } });
  const drawn = await draw(<Verification />, couture);
  await drawn.act(() => drawn.node.querySelector('button')?.click());
  await expect.poll(() => drawn.node.querySelector('button')?.textContent).toBe('Verify');
  return drawn.node.querySelector('[role=status]')?.textContent ?? '';
}

describe('the verification of the audit log', () => {
  it('says that all is as it was sealed, and the seal to write down', async () => {
    const told = await verified({});
    expect(told).toContain('2,500 entries are as they were sealed.');
    expect(told).toContain(WHOLE.last_seal);
    expect(await verified({ unsealed: 1 })).toContain('1 entry is too young');
    expect(await verified({ unsealed: 2 })).toContain('2 entries are too young');
  });

  it('names what is wrong, and how much there is of it', async () => {
    const findings = [{ event_log_id: 7, fault: 'changed' as const }];
    const told = await verified({ faults: 1200, findings, is_noted_there: false });
    expect(told).toContain('1,200 entries are not as they were sealed: 7 (changed), …');
    expect(told).toContain('The noted seal is not in the chain');
    expect(told).not.toContain('entries are as they were sealed');
  });

  it('says that it was stopped when not all of the log was looked at', async () => {
    expect(await verified({ is_over: false })).toBe('Stopped after 2,500 entries.');
  });
});
