/** The pages of which there is one each: `…/lab?couture=variables[/<key>]` and so on. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';

/** For each word in an address: the command, and which of its arguments the parts after the word are. */
const PAGES: Readonly<Record<string, readonly [command: string, ...names: string[]]>> = {
  variables: [CommandIDs.openVariables, 'key'],
  connections: [CommandIDs.openConnections, 'connectionId', 'number'],
  pools: [CommandIDs.openPools, 'name'],
  users: [CommandIDs.openUsers, 'text'],
  roles: [CommandIDs.openRoles, 'name'],
  'sign-in': [CommandIDs.openLoginSettings],
  xcoms: [CommandIDs.openXComs, 'dagId', 'runId', 'taskId', 'key', 'mapIndex'],
  configuration: [CommandIDs.openConfiguration, 'section'],
  importErrors: [CommandIDs.openImportErrors, 'text'],
  trigger: [CommandIDs.triggerForm, 'dagId'],
  'dag-files': [CommandIDs.manageDags, 'search'],
  'dag-file': [CommandIDs.editDagFile, 'path', 'line'],
  bricks: [CommandIDs.openBricks, 'brickId']
};

export type PageWord =
  | 'variables'
  | 'connections'
  | 'pools'
  | 'users'
  | 'roles'
  | 'sign-in'
  | 'xcoms'
  | 'configuration'
  | 'importErrors'
  | 'trigger'
  | 'dag-files'
  | 'dag-file'
  | 'bricks';

const NUMBERS = ['number', 'mapIndex', 'line'];

/** The command and its arguments for a word and the parts after it; null for a word that is none of these. */
export function pageOf(word: string, parts: readonly string[]): { command: string; args: ReadonlyPartialJSONObject } | null {
  if (!Object.hasOwn(PAGES, word)) {
    return null;
  }
  const [command, ...names] = PAGES[word];
  const given = names.flatMap((name, index): [string, string | number][] => {
    const part = parts[index];
    if (!part || (NUMBERS.includes(name) && !/^-?\d+$/.test(part))) {
      return [];
    }
    return [[name, NUMBERS.includes(name) ? Number(part) : part]];
  });
  return { command, args: Object.fromEntries(given) };
}
