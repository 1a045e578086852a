/** Marks each notebook in the file browser with the state of its newest run. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { type FileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ICouture, RUNS_DRIVE } from '../tokens';
import { BadgedBrowser } from './badged_browser';

export const fileBadgesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:file-badges',
  description: 'The state of the newest run on the row of each notebook in the file browser.',
  autoStart: true,
  requires: [ICouture],
  optional: [IFileBrowserFactory],
  activate: (_: JupyterFrontEnd, couture: ICouture, factory: IFileBrowserFactory | null): void => {
    const known = new WeakSet<FileBrowser>();
    const add = (browser: FileBrowser): void => {
      // What runs left is not what runs.
      if (browser.model.driveName !== RUNS_DRIVE && !known.has(browser)) {
        known.add(browser);
        new BadgedBrowser(browser, couture);
      }
    };
    factory?.tracker.forEach(add);
    factory?.tracker.widgetAdded.connect((_tracker, browser) => add(browser));
  }
};
