/** Import from other schedulers: a page with a preview. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { CoutureWidget, scheduleIcon } from '../ui';
import { PageWidget } from '../ui/page_widget';
import { ImportPage } from './ImportPage';

const ID = 'couture-import';

export const importsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:imports',
  description: 'Takes over the jobs of jupyter-scheduler and of a crontab.',
  autoStart: true,
  requires: [ICouture],
  optional: [ICommandPalette],
  activate: (app: JupyterFrontEnd, couture: ICouture, palette: ICommandPalette | null): void => {
    const { trans } = couture;
    let widget: PageWidget<ImportWidget> | null = null;
    app.commands.addCommand(CommandIDs.importSchedules, {
      label: trans.__('Import Schedules…'),
      caption: trans.__('Take over the jobs of jupyter-scheduler or of a crontab'),
      icon: scheduleIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        if (!widget || widget.isDisposed) {
          widget = new PageWidget(new ImportWidget(couture));
          widget.id = ID;
          widget.title.icon = scheduleIcon;
          app.shell.add(widget, 'main');
        }
        app.shell.activateById(widget.id);
      }
    });
    palette?.addItem({ command: CommandIDs.importSchedules, category: trans.__('Couture') });
  }
};

class ImportWidget extends CoutureWidget {
  constructor(couture: ICouture) {
    super(couture);
    this.title.label = couture.trans.__('Import schedules');
    this.title.closable = true;
  }

  protected override body(): ReactElement {
    return <ImportPage />;
  }
}
