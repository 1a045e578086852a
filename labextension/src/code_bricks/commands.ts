/** What can be done with code bricks from the palette, and from their page. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { addIcon, deleteIcon, downloadIcon, duplicateIcon, editIcon, fileUploadIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { BrickValues, IBrick } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive, saveAsFile } from '../ui';
import { permitted } from '../ui/permissions';
import { asPlace, changeOf, contentOf, copyOf, type IEditing, newBrick } from './editing';
import { insertBrick } from './inserting';
import type { IBrickServices } from './services';
import type { ITargets } from './targets';

const BRICK = { brickId: { type: 'string', description: 'The id of the brick.' } } as const;
const VALUES = { values: { type: 'object', description: 'What to fill in, by the names of its placeholders.' } } as const;

export function addCommands(app: JupyterFrontEnd, couture: ICouture, { targets }: IBrickServices): void {
  const { trans } = couture;
  const edit = (editing: IEditing): Promise<unknown> => open(app, editing);
  const isGiven = (args: ReadonlyPartialJSONObject): boolean => typeof args.brickId === 'string';
  app.commands.addCommand(CommandIDs.insertBrick, {
    label: args => (isGiven(args) ? trans.__('Insert Code Brick') : trans.__('Insert Code Brick…')),
    caption: trans.__('Put a code brick into the editor that was used last'),
    icon: addIcon,
    describedBy: { args: { type: 'object', properties: { ...BRICK, ...VALUES } } },
    execute: args => (isGiven(args) ? insert(couture, targets, args) : app.commands.execute(CommandIDs.openBricks))
  });
  app.commands.addCommand(CommandIDs.newBrick, permitted(couture, 'bricks:edit', {
    label: trans.__('Add a New Code Brick'),
    caption: trans.__('Write a code brick; what is selected in the editor is what it begins with'),
    icon: editIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => edit(newBrick(selectionOf(targets)))
  }));
  addChanges(app, couture, edit);
  addTransfer(app, couture);
}

function addChanges(app: JupyterFrontEnd, couture: ICouture, edit: (editing: IEditing) => Promise<unknown>): void {
  const { client, trans } = couture;
  const describedBy = { args: { type: 'object', properties: BRICK, required: ['brickId'] } };
  app.commands.addCommand(CommandIDs.editBrick, permitted(couture, 'bricks:edit', {
    label: trans.__('Edit Code Brick'),
    caption: trans.__('Change the code brick'),
    icon: editIcon,
    describedBy,
    isEnabled: args => typeof args.brickId === 'string',
    execute: async args => edit(changeOf(await client.codeBricks.get(String(args.brickId))))
  }));
  app.commands.addCommand(CommandIDs.duplicateBrick, permitted(couture, 'bricks:edit', {
    label: trans.__('Duplicate Code Brick'),
    caption: trans.__('Write a code brick that begins as this one'),
    icon: duplicateIcon,
    describedBy,
    isEnabled: args => typeof args.brickId === 'string',
    execute: async args => {
      const brick = await client.codeBricks.get(String(args.brickId));
      return edit(copyOf(brick, trans.__('%1 (copy)', brick.title)));
    }
  }));
  app.commands.addCommand(CommandIDs.deleteBrick, permitted(couture, 'bricks:edit', {
    label: trans.__('Delete Code Brick'),
    caption: trans.__('Delete the code brick with its versions'),
    icon: deleteIcon,
    describedBy,
    isEnabled: args => typeof args.brickId === 'string',
    execute: async args => remove(app, couture, await client.codeBricks.get(String(args.brickId)))
  }));
}

function addTransfer(app: JupyterFrontEnd, couture: ICouture): void {
  const { client, trans } = couture;
  app.commands.addCommand(CommandIDs.exportBricks, {
    label: trans.__('Export Code Bricks'),
    caption: trans.__('Save all code bricks that people wrote, and that you see, as a file'),
    icon: downloadIcon,
    describedBy: { args: { type: 'object', properties: BRICK } },
    execute: async args => {
      const ids = typeof args.brickId === 'string' ? [args.brickId] : [];
      const save = async (): Promise<void> => {
        const file = await client.codeBricks.export(ids);
        if (file.bricks.length === 0) {
          Notification.info(trans.__('Nobody has written a code brick yet: there is nothing to export.'), { autoClose: 5000 });
        } else {
          saveAsFile('code-bricks.json', JSON.stringify(file, null, 2));
        }
      };
      await attempt(trans.__('The bricks could not be exported.'), save, trans);
    }
  });
  app.commands.addCommand(CommandIDs.importBricks, permitted(couture, 'bricks:edit', {
    label: trans.__('Import Code Bricks…'),
    caption: trans.__('Take code bricks of a file'),
    icon: fileUploadIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => app.commands.execute(CommandIDs.openBricks, { importing: true })
  }));
}

async function insert(couture: ICouture, targets: ITargets, args: ReadonlyPartialJSONObject): Promise<void> {
  const { client, trans } = couture;
  const target = targets.current;
  if (!target) {
    Notification.warning(trans.__('Open a Python file, a notebook or a DAG file first, and put the cursor where the brick is to go.'), {
      autoClose: 8000
    });
    return;
  }
  const put = async (): Promise<void> => {
    const brick = await client.codeBricks.get(String(args.brickId));
    await insertBrick(couture, target, brick, args.values as BrickValues | undefined);
  };
  if (await attempt(trans.__('The brick could not be inserted.'), put, trans)) {
    targets.reveal();
  }
}

function selectionOf(targets: ITargets): IEditing['selection'] {
  const target = targets.current;
  const lines = target?.selected();
  return target && lines ? { source: target.source(), first: lines.first, last: lines.last, chosen: [] } : null;
}

/** Open the form; another brick that is in it is kept by the page. */
function open(app: JupyterFrontEnd, editing: IEditing): Promise<unknown> {
  return app.commands.execute(CommandIDs.openBricks, { ...asPlace(editing), begun: Date.now() });
}

/** Deleted after a question; what was deleted can be brought back as a new brick. */
async function remove(app: JupyterFrontEnd, couture: ICouture, brick: IBrick): Promise<void> {
  const { client, trans } = couture;
  const question = {
    title: trans.__('Delete the code brick %1?', brick.title),
    goes: [trans._n('The brick with its %1 version', 'The brick with its %1 versions', brick.version, brick.version)],
    stays: [trans.__('Files that it was put into')],
    action: trans.__('Delete')
  };
  if (!(await confirmDestructive(question, trans))) {
    return;
  }
  const isDone = await attempt(
    trans.__('The brick could not be deleted.'),
    () => client.codeBricks.delete(brick.code_brick_id),
    trans
  );
  if (isDone) {
    const isShared = brick.origin === 'shared';
    const restore = (): Promise<unknown> => client.codeBricks.create(contentOf(brick), isShared);
    Notification.info(trans.__('The code brick %1 was deleted.', brick.title), {
      autoClose: 10000,
      actions: [
        {
          label: trans.__('Bring it back'),
          callback: () => void attempt(trans.__('The brick could not be brought back.'), restore, trans)
        }
      ]
    });
    await app.commands.execute(CommandIDs.openBricks, { brickId: '' });
  }
}
