/** Pages of which there is one each: a command opens it, its place in it is restored, and can be named by an address. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { type ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ComponentType, ReactElement } from 'react';
import type { ICouture } from '../tokens';
import { CoutureWidget } from './context';
import { PageWidget } from './page_widget';

/** What a page gets: what it shows just now, as the arguments of its command, and how to show something else. */
export interface IPageProps {
  place: ReadonlyPartialJSONObject;
  onPlace: (place: ReadonlyPartialJSONObject) => void;
}

export interface IPageOptions {
  /** Of the widget and of what is restored. */
  id: string;
  command: string;
  label: string;
  caption: string;
  icon: LabIcon;
  /** The names of the command's arguments, which say what the page shows, each with a description. */
  places?: Readonly<Record<string, string>>;
  /** The command asks for another place: what the page takes along from the one that it leaves. Without it: nothing. */
  moved?: (from: ReadonlyPartialJSONObject, to: ReadonlyPartialJSONObject) => ReadonlyPartialJSONObject;
  component: ComponentType<IPageProps>;
}

class PageContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    private readonly _component: ComponentType<IPageProps>,
    private _place: ReadonlyPartialJSONObject
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  get place(): ReadonlyPartialJSONObject {
    return this._place;
  }

  set place(place: ReadonlyPartialJSONObject) {
    this._place = place;
    this.update();
    this.onMoved?.();
  }

  onMoved: (() => void) | undefined;

  protected body(): ReactElement {
    const Component = this._component;
    return <Component place={this._place} onPlace={place => (this.place = place)} />;
  }
}

/** Register the command of a page, put it into the palette, and have JupyterLab bring the page back after a reload. */
export function addPage(
  app: JupyterFrontEnd,
  couture: ICouture,
  options: IPageOptions,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const { id, command, label, caption, icon, places = {} } = options;
  const tracker = new WidgetTracker<PageWidget<PageContent>>({ namespace: id });
  app.commands.addCommand(command, {
    label,
    caption,
    icon,
    describedBy: { args: { type: 'object', properties: described(places) } },
    execute: async args => {
      const place = Object.fromEntries(Object.keys(places).flatMap(name => (name in args ? [[name, args[name]]] : [])));
      let widget = tracker.currentWidget;
      if (!widget) {
        const content = new PageContent(couture, options.component, place);
        widget = new PageWidget(content);
        widget.id = id;
        Object.assign(widget.title, { label, icon, caption, closable: true });
        await tracker.add(widget);
        const shown = widget;
        content.onMoved = () => void tracker.save(shown);
        app.shell.add(widget, 'main');
      } else if (Object.keys(place).length > 0) {
        widget.content.place = options.moved?.(widget.content.place, place) ?? place;
      }
      app.shell.activateById(widget.id);
      return widget;
    }
  });
  palette?.addItem({ command, category: couture.trans.__('Couture') });
  void restorer?.restore(tracker, { command, name: () => id, args: widget => widget.content.place });
}

function described(places: Readonly<Record<string, string>>): Record<string, { description: string }> {
  return Object.fromEntries(Object.entries(places).map(([name, description]) => [name, { description }]));
}
