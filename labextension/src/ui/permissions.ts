/** What the person may do: asked once a page, and said by every button and command that is not for them. */
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ICoutureClient } from '../api';
import type { IMyself, Permission } from '../api/users';
import type { ICouture } from '../tokens';

type Asker = Pick<ICouture, 'client' | 'commands'>;
type Args = ReadonlyPartialJSONObject;

const known = new WeakMap<ICoutureClient, IMyself>();
const asked = new WeakMap<ICoutureClient, Promise<void>>();

/** Whether it is known what the person may do. */
export function isKnown({ client }: Asker): boolean {
  return known.has(client);
}

/** Who asks, as far as that is known. */
export function myself({ client }: Asker): IMyself | undefined {
  return known.get(client);
}

/** Ask the server who this is. When it does not answer, the next one asks again. */
export function learnRights({ client, commands }: Asker): Promise<void> {
  let request = asked.get(client);
  if (!request) {
    request = client.users.me().then(
      person => {
        known.set(client, person);
        commands.notifyCommandChanged();
      },
      () => void asked.delete(client)
    );
    asked.set(client, request);
  }
  return request;
}

/**
 * Why the person may not do this with these DAGs, or, without any, with no DAG at all; null when they may. Until it is
 * known: they may. The server refuses in any case what one may not do.
 */
export function lackOf({ client, trans }: ICouture, permission: Permission, dagIds: readonly string[] = []): string | null {
  const person = known.get(client);
  if (!person || person.permissions.includes(permission)) {
    return null;
  }
  const mayWith = (dagId: string): boolean => dagId in person.dags && person.dag_permissions[person.dags[dagId]].includes(permission);
  const roles = person.roles.join(', ');
  const lacking = dagIds.find(dagId => !mayWith(dagId));
  if (lacking !== undefined) {
    return trans.__('Your role, %1, lacks the permission %2 for the DAG %3. An administrator can give you another role.', roles, permission, lacking);
  }
  return dagIds.length > 0 || Object.keys(person.dags).some(mayWith)
    ? null
    : trans.__('Your role, %1, lacks the permission %2. An administrator can give you another role.', roles, permission);
}

/** Whether to ask the server for what needs this permission and is of no single DAG. */
export async function mayAsk(couture: ICouture, permission: Permission): Promise<boolean> {
  await learnRights(couture);
  return lackOf(couture, permission) === null;
}

/** The DAGs that the arguments of a command name. */
export function dagsOf({ dagId, dagIds, runs, tasks }: Args): string[] {
  const listed = [runs, tasks].flatMap(each => (Array.isArray(each) ? each : []));
  const named = listed.map(each => each?.dag_id ?? each?.dagId);
  return [dagId, ...(Array.isArray(dagIds) ? dagIds : []), ...named].filter(each => typeof each === 'string');
}

/**
 * The same command, disabled for those who may not run it, with why as its caption. Menus show no captions: there the
 * label says it. `dagOf`: what the command is about, where its arguments do not name it.
 */
export function permitted(
  couture: ICouture,
  permission: Permission,
  options: CommandRegistry.ICommandOptions,
  dagOf: (args: Args) => string | null | undefined = () => null
): CommandRegistry.ICommandOptions {
  const lack = (args: Args): string | null => {
    void learnRights(couture);
    const dagId = dagOf(args);
    return lackOf(couture, permission, dagId ? [dagId] : dagsOf(args));
  };
  const isMenu = (args: Args): boolean => args.isContextMenu === true || args.isMenu === true;
  return {
    ...options,
    label: args => {
      const label = valueOf(options.label, args);
      return isMenu(args) && lack(args) !== null ? couture.trans.__('%1 (not permitted)', label) : label;
    },
    caption: args => lack(args) ?? valueOf(options.caption, args),
    isEnabled: args => lack(args) === null && (options.isEnabled?.(args) ?? true)
  };
}

function valueOf(text: string | CommandRegistry.CommandFunc<string> | undefined, args: Args): string {
  return typeof text === 'function' ? text(args) : (text ?? '');
}
