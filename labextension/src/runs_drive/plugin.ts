/** The files of runs in a file browser of their own. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { type FileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { CommandIDs } from '../commands';
import { ICouture, RUNS_DRIVE } from '../tokens';
import { runFilesIcon } from '../ui';
import { RunsDrive } from './drive';
import { addReadOnlyMenu } from './menu';

const SELDOM = 3_600_000; // ms: it is refreshed when it is looked at, and when a run has ended

export const runsDrivePlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:runs-drive',
  description: 'A drive with the files of all runs.',
  autoStart: true,
  requires: [ICouture],
  optional: [IFileBrowserFactory],
  activate: (app: JupyterFrontEnd, couture: ICouture, factory: IFileBrowserFactory | null): void => {
    const { trans } = couture;
    app.serviceManager.contents.addDrive(new RunsDrive(couture.client.http, trans));
    if (!factory) {
      return;
    }
    const browser = factory.createFileBrowser('couture-runs-drive', {
      driveName: RUNS_DRIVE,
      refreshInterval: SELDOM,
      allowFileUploads: false,
      auto: false,
      restore: false,
      state: null
    });
    browser.showFileCheckboxes = false;
    browser.title.icon = runFilesIcon;
    browser.title.caption = trans.__('Files of runs');
    browser.node.setAttribute('role', 'region');
    browser.node.setAttribute('aria-label', trans.__('Files of runs'));
    browser['listing'].sort({ direction: 'ascending', key: 'last_modified' }); // of moments: the newest first
    browser.showLastModifiedColumn = true; // has the header drawn anew, with how it is sorted
    addReadOnlyMenu(app, browser);
    app.shell.add(browser, 'left', { rank: 902, type: 'Runs' });
    refreshWhenNeeded(browser, couture);
    addCommand(app, couture, browser);
  }
};

function refreshWhenNeeded(browser: FileBrowser, { changes }: ICouture): void {
  changes.arrived.connect((_, arrived) => {
    if (browser.isVisible && arrived.some(change => change.subject === 'dag_run')) {
      void browser.model.refresh();
    }
  });
}

function addCommand(app: JupyterFrontEnd, { trans }: ICouture, browser: FileBrowser): void {
  app.commands.addCommand(CommandIDs.openRunFiles, {
    label: trans.__('Show the files of runs'),
    caption: trans.__('Show what runs left, in a read-only file browser'),
    icon: runFilesIcon,
    describedBy: {
      args: { type: 'object', properties: { dagId: { type: 'string' }, runId: { type: 'string' } } }
    },
    execute: async args => {
      const parts = [args.dagId, args.runId].filter((part): part is string => typeof part === 'string');
      app.shell.activateById(browser.id);
      await browser.model.cd(`/${parts.join('/')}`);
    }
  });
}
