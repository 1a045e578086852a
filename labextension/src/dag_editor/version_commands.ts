/** The commands on older versions of a DAG file: who changed it when, and one of them beside the text. */
import { historyIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt } from '../ui';
import type { EditorOpener } from './opening';

const PATH = { path: { type: 'string', description: 'Of the file, in the DAG folder' } } as const;

export function addVersionCommands(couture: ICouture, opener: EditorOpener): void {
  const { client, commands, trans } = couture;
  const isNamed = (args: { path?: unknown }): boolean => typeof args.path === 'string';
  commands.addCommand(CommandIDs.openDagFileHistory, {
    label: trans.__('History'),
    caption: trans.__('Who changed the DAG file when; compare and restore older versions'),
    icon: historyIcon,
    isEnabled: isNamed,
    describedBy: { args: { type: 'object', required: ['path'], properties: PATH } },
    execute: async args => {
      (await opener.open(String(args.path), null, 'history')).panel = 'history';
    }
  });
  const version = { dagId: { type: 'string' }, number: { type: 'number' }, at: { type: 'string', format: 'date-time' } } as const;
  commands.addCommand(CommandIDs.compareDagFile, {
    label: trans.__('Compare with an Older Version'),
    caption: trans.__('Show an older version of the DAG file beside its text, to take single changes from it or all of it'),
    icon: historyIcon,
    isEnabled: isNamed,
    describedBy: { args: { type: 'object', required: ['path', 'dagId', 'number'], properties: { ...PATH, ...version } } },
    execute: args =>
      attempt(trans.__('The version cannot be shown.'), async () => {
        const [dagId, number, createdAt] = [String(args.dagId), Number(args.number), String(args.at)];
        const { content } = await client.dags.source(dagId, number);
        const editor = await opener.open(String(args.path), null, 'graph');
        editor.mode = { kind: 'review', version: { dagId, number, createdAt, content: content ?? '' } };
      }, trans)
  });
}
