/** Which schedule form is meant: that of a notebook, of a schedule, or of a copy of a schedule. */
export interface IScheduleArgs {
  path?: string;
  dagId?: string;
  isCopy?: boolean;
}

/** What tells this form from others; two forms for the same thing do not make sense. */
export function keyOf({ path = '', dagId = '', isCopy = false }: IScheduleArgs): string {
  return dagId ? `${isCopy ? 'copy' : 'edit'}:${dagId}` : `new:${path}`;
}
