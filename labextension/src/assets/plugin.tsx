/** Assets: a page of all, a section of DAGs. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { inspectorIcon as assetsIcon } from '@jupyterlab/ui-components';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews } from '../tokens';
import { CoutureWidget } from '../ui';
import { AssetsOfDag } from './AssetsOfDag';
import { AssetsPage, type AssetsView } from './AssetsPage';

const ID = 'couture-assets';

class AssetsContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    private _chosen: number | null
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  get chosen(): number | null {
    return this._chosen;
  }

  set chosen(asset: number | null) {
    this._chosen = asset;
    this.update();
  }

  get view(): AssetsView {
    return this._view;
  }

  set view(view: AssetsView) {
    if (view !== this._view) {
      this._view = view;
      this._viewChanged.emit();
      this.update();
    }
  }

  /** Emitted when the list or the lineage came to the front. */
  get viewChanged(): ISignal<this, void> {
    return this._viewChanged;
  }

  protected body(): ReactElement {
    return (
      <AssetsPage
        chosen={this._chosen}
        onChoose={chosen => (this.chosen = chosen)}
        view={this._view}
        onView={view => (this.view = view)}
      />
    );
  }

  private _view: AssetsView = 'list';
  private _viewChanged = new Signal<this, void>(this);
}

export const assetsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:assets',
  description: 'Assets: what DAGs make and wait for.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    views: IDagViews,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const { trans } = couture;
    const tracker = new WidgetTracker<MainAreaWidget<AssetsContent>>({ namespace: ID });
    views.add({ id: 'assets', label: trans.__('Assets'), rank: 68, component: AssetsOfDag });
    app.commands.addCommand(CommandIDs.openAssets, {
      label: trans.__('Assets'),
      caption: trans.__('Show the assets that DAGs make and wait for'),
      icon: assetsIcon,
      execute: async args => {
        const chosen = typeof args.assetId === 'number' ? args.assetId : null;
        let widget = tracker.currentWidget;
        if (!widget) {
          widget = createWidget(couture, chosen);
          const added = widget;
          added.content.viewChanged.connect(() => void tracker.save(added));
          await tracker.add(added);
          app.shell.add(widget, 'main');
        } else if (chosen !== null) {
          widget.content.chosen = chosen;
        }
        if (args.view === 'list' || args.view === 'lineage') {
          widget.content.view = args.view;
        }
        app.shell.activateById(widget.id);
        return widget;
      },
      describedBy: {
        args: {
          type: 'object',
          properties: {
            assetId: { type: 'number', description: 'The asset to show.' },
            view: { type: 'string', enum: ['list', 'lineage'], description: 'How all assets are shown.' }
          }
        }
      }
    });
    palette?.addItem({ command: CommandIDs.openAssets, category: trans.__('Couture') });
    void restorer?.restore(tracker, {
      command: CommandIDs.openAssets,
      args: ({ content }) => ({ view: content.view }),
      name: () => ID
    });
  }
};

function createWidget(couture: ICouture, chosen: number | null): MainAreaWidget<AssetsContent> {
  const widget = new MainAreaWidget({ content: new AssetsContent(couture, chosen) });
  widget.id = ID;
  widget.toolbar.hide();
  widget.title.label = couture.trans.__('Assets');
  widget.title.icon = assetsIcon;
  widget.title.closable = true;
  return widget;
}
