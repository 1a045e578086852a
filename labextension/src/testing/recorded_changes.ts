/** A stream of changes that tests speak through. */
import { Signal } from '@lumino/signaling';
import type { IChange, IChanges } from '../state/changes';

export class RecordedChanges implements IChanges {
  readonly arrived = new Signal<this, readonly IChange[]>(this);
  readonly reconnected = new Signal<this, void>(this);
  readonly connectedChanged = new Signal<this, boolean>(this);
  readonly isConnected = true;

  announce(...changes: IChange[]): void {
    this.arrived.emit(changes);
  }
}
