/** What can be chosen: a button each, or boxes and one button where several may be. */
import type { ReactElement } from 'react';
import { useId, useState } from 'react';
import type { IQuestion } from '../api';
import { useCouture } from '../ui';

export interface IOptionsProps {
  question: IQuestion;
  problem?: string;
  isSending: boolean;
  onAnswer: (options: string[]) => void;
}

export function Options(props: IOptionsProps): ReactElement {
  const { problem } = props;
  const id = useId();
  return (
    <div role="group" aria-describedby={problem ? id : undefined}>
      {props.question.multiple ? <Boxes {...props} /> : <Buttons {...props} />}
      {problem && (
        <div className="couture-Field-error" id={id} role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}

function Buttons({ question, isSending, onAnswer }: IOptionsProps): ReactElement {
  return (
    <div className="couture-Buttons">
      {question.options.map((option, index) => (
        <button
          key={option}
          type="button"
          className={`couture-Button${index === 0 ? ' couture-mod-primary' : ''}`}
          disabled={isSending}
          onClick={() => onAnswer([option])}
        >
          {option}
        </button>
      ))}
    </div>
  );
}

function Boxes({ question, isSending, onAnswer }: IOptionsProps): ReactElement {
  const { trans } = useCouture();
  const [chosen, setChosen] = useState<readonly string[]>(question.defaults ?? []);
  const inOrder = question.options.filter(option => chosen.includes(option));
  return (
    <>
      {question.options.map(option => (
        <label key={option} className="couture-Check">
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={event =>
              setChosen(event.target.checked ? [...chosen, option] : chosen.filter(each => each !== option))
            }
          />
          <span>{option}</span>
        </label>
      ))}
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button couture-mod-primary"
          disabled={isSending || inOrder.length === 0}
          title={inOrder.length === 0 ? trans.__('Choose at least one.') : undefined}
          onClick={() => onAnswer(inOrder)}
        >
          {trans.__('Answer')}
        </button>
      </div>
    </>
  );
}
