/** A change that a form field makes: its refusal stands at the field. */
import { useState } from 'react';
import type { ICanvasEdit } from '../api';
import { errorSentence, useCouture } from '../ui';
import type { CanvasSession } from './session';

export interface IFieldEdit {
  readonly error: string | undefined;
  /** True when it was done. */
  edit(edit: ICanvasEdit): Promise<boolean>;
  clear(): void;
}

export function useEdit(session: CanvasSession): IFieldEdit {
  const { trans } = useCouture();
  const [error, setError] = useState<string>();
  return {
    error,
    clear: () => setError(undefined),
    edit: async edit => {
      const isDone = await session.edit(edit);
      setError(isDone || !session.error ? undefined : errorSentence(session.error, trans));
      if (!isDone) {
        session.dismiss();
      }
      return isDone;
    }
  };
}
