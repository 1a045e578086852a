/** Failures that are the same: a page of all, a section of DAGs, a line on runs that failed. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { type ReactElement, useState } from 'react';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews, ITaskParts } from '../tokens';
import { CoutureWidget, runsIcon, useCouture } from '../ui';
import { PageWidget } from '../ui/page_widget';
import { FailureList } from './FailureList';
import { FailureNote } from './FailureNote';

const ID = 'couture-failures';

class FailuresContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    private _chosen: string | null
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  get chosen(): string | null {
    return this._chosen;
  }

  set chosen(fingerprint: string | null) {
    this._chosen = fingerprint;
    this.update();
  }

  protected body(): ReactElement {
    return <FailuresPage chosen={this._chosen} onChoose={chosen => (this.chosen = chosen)} />;
  }
}

function FailuresPage(props: { chosen: string | null; onChoose: (fingerprint: string | null) => void }): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Page couture-Failures">
      <h1>{trans.__('Failures')}</h1>
      <FailureList {...props} />
    </div>
  );
}

function FailuresOfDag({ dagId }: { dagId: string }): ReactElement {
  const [chosen, setChosen] = useState<string | null>(null);
  return <FailureList dagId={dagId} chosen={chosen} onChoose={setChosen} />;
}

export const failuresPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:failures',
  description: 'Failures, the same ones counted together.',
  autoStart: true,
  requires: [ICouture, IDagViews, ITaskParts],
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    views: IDagViews,
    parts: ITaskParts,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const { trans } = couture;
    const tracker = new WidgetTracker<PageWidget<FailuresContent>>({ namespace: ID });
    views.add({ id: 'failures', label: trans.__('Failures'), rank: 66, component: FailuresOfDag });
    parts.add({ id: 'failure', rank: 20, fits: task => task.error !== null, component: FailureNote });
    app.commands.addCommand(CommandIDs.openFailures, {
      label: trans.__('Failures'),
      caption: trans.__('Show what has failed, the same failures counted together'),
      icon: runsIcon,
      execute: async args => {
        const chosen = typeof args.fingerprint === 'string' ? args.fingerprint : null;
        let widget = tracker.currentWidget;
        if (!widget) {
          widget = new PageWidget(new FailuresContent(couture, chosen));
          widget.id = ID;
          widget.title.label = trans.__('Failures');
          widget.title.icon = runsIcon;
          widget.title.closable = true;
          await tracker.add(widget);
          app.shell.add(widget, 'main');
        } else {
          widget.content.chosen = chosen;
        }
        app.shell.activateById(widget.id);
        return widget;
      },
      describedBy: {
        args: {
          type: 'object',
          properties: { fingerprint: { type: 'string', description: 'The failure to show.' } }
        }
      }
    });
    palette?.addItem({ command: CommandIDs.openFailures, category: trans.__('Couture') });
    void restorer?.restore(tracker, { command: CommandIDs.openFailures, name: () => ID });
  }
};
