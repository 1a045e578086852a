/** Registers pages: the command that opens one, its entry in the palette, and JupyterLab's bringing it back after a reload. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { type ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ComponentType } from 'react';
import type { ICouture, IPage, IPageProps, IPages, IPageSubject } from '../tokens';
import { lazily } from '../ui';
import { PageWidget } from '../ui/page_widget';
import { permitted } from '../ui/permissions';
import { PageContent } from './page';

type Place = ReadonlyPartialJSONObject;
type Tracker = WidgetTracker<PageWidget<PageContent>>;

export interface IPagesParts {
  app: JupyterFrontEnd;
  couture: ICouture;
  palette: ICommandPalette | null;
  restorer: ILayoutRestorer | null;
  stateDB: IStateDB | null;
}

export class Pages implements IPages {
  constructor(private readonly _parts: IPagesParts) {}

  add(page: IPage): void {
    const { app, couture, palette, restorer } = this._parts;
    const { id, command, label, commandLabel = label, caption, icon, several } = page;
    const tracker: Tracker = new WidgetTracker({ namespace: id });
    const component = lazily(page.load);
    const isPossible = (args: Place): boolean => !several || several.without !== undefined || several.of(args) !== null;
    const options: CommandRegistry.ICommandOptions = {
      ...{ label: commandLabel, caption, icon, isEnabled: isPossible, isVisible: isPossible },
      describedBy: { args: describedArguments(page) },
      execute: async args => {
        const place = placeIn(args, page);
        const subject = several?.of(place) ?? null;
        if (several && subject === null) {
          return several.without?.();
        }
        const name = nameOf(page, subject);
        const found = tracker.find(each => each.id === name);
        const widget = found ?? (await this._open(page, component, tracker, place, subject));
        if (found && Object.keys(place).length > 0) {
          found.content.place = page.moved?.(found.content.place, place) ?? place;
        }
        app.shell.activateById(name);
        return widget;
      }
    };
    app.commands.addCommand(command, page.needs ? permitted(couture, page.needs, options) : options);
    if (!page.isInternal && (!several || several.without)) {
      palette?.addItem({ command, category: couture.trans.__('Couture'), args: { isPalette: true } });
    }
    void restorer?.restore(tracker, { command, name: widget => widget.id, args: widget => widget.content.place });
  }

  private async _open(
    page: IPage,
    component: ComponentType<IPageProps>,
    tracker: Tracker,
    place: Place,
    subject: IPageSubject | null
  ): Promise<PageWidget<PageContent>> {
    const { app, couture, stateDB } = this._parts;
    const content = new PageContent(couture, page, component, stateDB, place);
    const widget = new PageWidget(content);
    widget.id = nameOf(page, subject);
    const { label, caption } = subject ?? page;
    Object.assign(widget.title, { label, caption, icon: page.icon, closable: true });
    await tracker.add(widget);
    content.onMoved = () => void tracker.save(widget);
    app.shell.add(widget, 'main');
    return widget;
  }
}

function nameOf({ id }: IPage, subject: IPageSubject | null): string {
  return subject === null ? id : `${id}-${subject.key}`;
}

/** Of a command's arguments those that say what the page shows. */
function placeIn(args: Place, { places = {} }: IPage): Place {
  return Object.fromEntries(Object.keys(places).flatMap(name => (name in args ? [[name, args[name]]] : [])));
}

function describedArguments({ places = {}, several }: IPage): ReadonlyJSONObject {
  const properties = Object.fromEntries(Object.entries(places).map(([name, description]) => [name, { description }]));
  return { type: 'object', properties, ...(several && !several.without && { required: [...several.needs] }) };
}
