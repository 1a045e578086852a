/** Saving a form: what changed is announced, and why it was refused is kept for the form to tell. */
import { useState } from 'react';
import type { ApiError } from '../api';
import { useCouture } from './context';
import { nameTaken } from './nameTaken';

export interface ISavingOptions {
  /** What it is, as changes name it. */
  subject: 'user' | 'role' | 'pool' | 'variable' | 'connection';
  isNew: boolean;
  /** The field with the name of something new, at which it is told that the name is taken; null: in general. */
  nameField: string | null;
  onDone: () => void;
}

export interface ISaving {
  readonly problem: ApiError | null;
  /** What was refused, unless all of it is told at these fields. */
  problemBeside(fields: readonly string[]): string | null;
  save(ask: () => Promise<unknown>): Promise<void>;
}

export function useSaving({ subject, isNew, nameField, onDone }: ISavingOptions): ISaving {
  const { changes } = useCouture();
  const [problem, setProblem] = useState<ApiError | null>(null);
  return {
    problem,
    problemBeside: fields => {
      const places = Object.keys(problem?.fields ?? {});
      const isTold = places.length > 0 && places.every(path => fields.includes(path));
      return problem === null || isTold ? null : problem.detail;
    },
    save: async ask => {
      try {
        setProblem(null);
        await ask();
        changes.announce({ subject, what: isNew ? 'created' : 'changed' });
        onDone();
      } catch (reason) {
        setProblem(nameTaken(reason, isNew ? nameField : null));
      }
    }
  };
}
