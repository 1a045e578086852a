/** What the form proposes when another kind of code is chosen; a person confirms it by saving. */
import type { ICoutureClient } from '../api';
import type { IFormValues } from './form';

type Code = IFormValues['code'];

/** Larger files are only listed: a snapshot is for code and small data. */
const LARGEST = 10_000_000;

/** The choice of `kind` with what fits the notebook: its side files, or its repository's branch. */
export async function proposed(
  kind: Code['kind'],
  notebook: string,
  code: Pick<ICoutureClient['code'], 'gitRefs' | 'sideFiles'>
): Promise<Code> {
  if (kind === 'snapshot') {
    const found = await code.sideFiles(notebook);
    const small = found.filter(each => each.exists && (each.size ?? 0) <= LARGEST);
    return { kind, ref: null, files: small.map(each => each.path) };
  }
  if (kind === 'git') {
    const branches = (await code.gitRefs(notebook)).refs.filter(each => each.kind === 'branch').map(each => each.name);
    return { kind, ref: branches.find(each => ['main', 'master'].includes(each)) ?? branches[0] ?? '', files: [] };
  }
  return { kind, ref: null, files: [] };
}
