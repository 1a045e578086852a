/** Structures of DAGs that were asked for before there was a graph to draw them: while their page still asked what it is of. */
import type { ICoutureClient, IDagStructure } from '../api';

/** What nobody has taken after so many milliseconds may be old. */
const FRESH = 5000;

export class EarlyStructures {
  ask(client: Pick<ICoutureClient, 'dags'>, dagId: string): void {
    const structure = client.dags.structure(dagId);
    structure.catch(() => undefined); // told to who takes it
    this._asked = { dagId, structure, at: Date.now() };
  }

  /** The answer on its way, once. */
  take(dagId: string): Promise<IDagStructure> | undefined {
    const asked = this._asked;
    if (asked?.dagId !== dagId) {
      return undefined;
    }
    this._asked = undefined;
    return Date.now() - asked.at < FRESH ? asked.structure : undefined;
  }

  private _asked: { dagId: string; structure: Promise<IDagStructure>; at: number } | undefined;
}
