/** How the sections of the form reach its values, its problems, and JupyterLab. */
import type { IDisposable } from '@lumino/disposable';
import type { ReactNode } from 'react';
import { createContext, useContext } from 'react';
import type { IFormValues } from './form';
import type { ScheduleModel } from './model';

/** What the form needs of JupyterLab. */
export interface IScheduleEnvironment {
  /** The kernels to choose from, once they are known. */
  kernels(): Promise<{ name: string; label: string }[]>;
  /** Let a person choose a notebook; its path, or null. */
  browse(folder: string): Promise<string | null>;
  openNotebook(path: string): void;
  /** Have the browser ask before the page is left, until this is disposed. */
  setDirty(): IDisposable;
}

export interface IFormContext {
  readonly model: ScheduleModel;
  readonly environment: IScheduleEnvironment;
  readonly values: IFormValues;
  readonly problems: Readonly<Record<string, string>>;
  set(change: Partial<IFormValues>): void;
  /** A field was left. */
  touch(path: string): void;
}

const FormContext = createContext<IFormContext | null>(null);

export function useForm(): IFormContext {
  const form = useContext(FormContext);
  if (!form) {
    throw new Error('useForm: no form above this component.');
  }
  return form;
}

export const FormProvider = FormContext.Provider;

export interface ISectionProps {
  title: string;
  children: ReactNode;
}

/** A part of the form with a title. */
export function Section({ title, children }: ISectionProps): ReactNode {
  return (
    <section className="couture-Section" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
