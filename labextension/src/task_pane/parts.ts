/** What features show with a task, in the order of their ranks. */
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { createContext, useContext, useEffect, useReducer } from 'react';
import type { ITaskPart } from '../tokens';

/** The registry; `pane` is set by the plugin that draws it. */
export class TaskParts {
  get parts(): readonly ITaskPart[] {
    return this._parts;
  }

  /** Emitted when a part came or went. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  add(part: ITaskPart): IDisposable {
    if (this._parts.some(each => each.id === part.id)) {
      throw new Error(`There is already a part "${part.id}" in the pane of a task.`);
    }
    this._parts = [...this._parts, part].sort((a, b) => a.rank - b.rank);
    this._changed.emit();
    return new DisposableDelegate(() => {
      this._parts = this._parts.filter(each => each !== part);
      this._changed.emit();
    });
  }

  private _parts: readonly ITaskPart[] = [];
  private _changed = new Signal<this, void>(this);
}

const PartsContext = createContext<TaskParts>(new TaskParts());

export const PartsProvider = PartsContext.Provider;

/** The parts of now; the component is drawn again when they change. */
export function useParts(): readonly ITaskPart[] {
  const parts = useContext(PartsContext);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    parts.changed.connect(redraw);
    return () => {
      parts.changed.disconnect(redraw);
    };
  }, [parts]);
  return parts.parts;
}
