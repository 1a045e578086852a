/** The commands on files of the DAG folder. */
import { InputDialog } from '@jupyterlab/apputils';
import { addIcon, deleteIcon, downloadIcon, textEditorIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive, download } from '../ui';
import { permitted } from '../ui/permissions';

const ARGUMENTS = {
  type: 'object',
  required: ['path'],
  properties: { path: { type: 'string', description: 'Of the file, in the DAG folder' } }
} as const;

export function addFileCommands(couture: ICouture): void {
  const { commands, trans } = couture;
  const isNamed = (args: { path?: unknown }): boolean => typeof args.path === 'string';
  commands.addCommand(CommandIDs.newDag, permitted(couture, 'dagFiles:edit', {
    label: trans.__('New DAG…'),
    caption: trans.__('Make a new DAG from a template'),
    icon: addIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => commands.execute(CommandIDs.manageDags, { view: 'new' })
  }));
  commands.addCommand(CommandIDs.downloadDagFile, {
    label: trans.__('Download'),
    caption: trans.__('Download the DAG file'),
    icon: downloadIcon,
    isEnabled: isNamed,
    describedBy: { args: ARGUMENTS },
    execute: args => downloadFiles(couture, [String(args.path)])
  });
  commands.addCommand(CommandIDs.renameDagFile, permitted(couture, 'dagFiles:edit', {
    label: trans.__('Rename…'),
    caption: trans.__('Give the DAG file another name or folder'),
    icon: textEditorIcon,
    isEnabled: isNamed,
    describedBy: { args: ARGUMENTS },
    execute: args => rename(couture, String(args.path))
  }));
  commands.addCommand(CommandIDs.deleteDagFile, permitted(couture, 'dagFiles:edit', {
    label: trans.__('Delete…'),
    caption: trans.__('Delete the DAG file after saying what goes'),
    icon: deleteIcon,
    isEnabled: isNamed,
    describedBy: { args: ARGUMENTS },
    execute: args => remove(couture, String(args.path))
  }));
}

/** Have the browser save one file, or several in an archive. */
export async function downloadFiles({ client, trans }: ICouture, paths: readonly string[]): Promise<void> {
  await attempt(trans._n('The file was not downloaded.', 'The files were not downloaded.', paths.length), async () => {
    const file = await client.dagFiles.download(paths);
    if (file) {
      download(file.name, file.content);
    }
  }, trans);
}

async function rename({ client, trans }: ICouture, path: string): Promise<void> {
  const { value } = await InputDialog.getText({
    title: trans.__('Rename %1', path),
    label: trans.__('New path in the DAG folder'),
    text: path,
    okLabel: trans.__('Rename')
  });
  const wanted = value?.trim();
  if (wanted && wanted !== path) {
    await attempt(trans.__('%1 cannot be renamed.', path), () => client.dagFiles.rename(path, wanted), trans);
  }
}

async function remove({ client, trans }: ICouture, path: string): Promise<void> {
  await attempt(trans.__('%1 cannot be deleted.', path), async () => {
    const { dags } = await client.dagFiles.get(path);
    const goes = [
      trans.__('The file %1', path),
      ...dags.map(dag =>
        dag.is_paused
          ? trans.__('The DAG %1 leaves the list of DAGs', dag.dag_id)
          : trans.__('The DAG %1 leaves the list of DAGs; its schedule (%2) ends', dag.dag_id, dag.schedule_summary)
      )
    ];
    const stays = dags.length
      ? [trans.__('Runs, logs and versions. A file with the same DAGs brings them back.')]
      : [trans.__('Older versions of DAGs that were made from it')];
    const question = { title: trans.__('Delete %1?', path), goes, stays, action: trans.__('Delete') };
    if (await confirmDestructive(question, trans)) {
      await client.dagFiles.delete(path);
    }
  }, trans);
}
