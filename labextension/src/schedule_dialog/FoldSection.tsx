/** A part of the form that is folded until somebody needs it, or something in it is wrong. */
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import { useForm } from './context';

export interface IFoldSectionProps {
  title: string;
  /** What stands beside the title while it is folded: the choice that was made. */
  summary: string;
  /** The paths of its fields: a problem at one of them unfolds it. */
  paths: readonly string[];
  children: ReactNode;
}

export function FoldSection({ title, summary, paths, children }: IFoldSectionProps): ReactElement {
  const { problems } = useForm();
  const [isUnfolded, setUnfolded] = useState(false);
  const isOpen = isUnfolded || paths.some(path => path in problems);
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  return (
    <section className="couture-Section" aria-label={title}>
      <h2>
        <button type="button" className="couture-Fold" aria-expanded={isOpen} onClick={() => setUnfolded(!isOpen)}>
          <Caret.react tag="span" className="couture-Button-icon" />
          {title}
          {!isOpen && <span className="couture-muted">{summary}</span>}
        </button>
      </h2>
      {isOpen && children}
    </section>
  );
}
