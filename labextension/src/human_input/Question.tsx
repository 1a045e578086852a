/** A question of a task: the form with its buttons while it waits, and afterwards what was answered. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type IQuestion } from '../api';
import { ErrorBanner, RelativeTime, absoluteTime, useCouture } from '../ui';
import { fieldsOf, valuesOf } from './fields';
import { Options } from './Options';
import { QuestionFields } from './QuestionFields';

export interface IQuestionProps {
  question: IQuestion;
  onAnswered: () => void;
}

export function Question({ question, onAnswered }: IQuestionProps): ReactElement {
  const { trans } = useCouture();
  const { subject, body, waits, may_respond: mayRespond } = question;
  return (
    <section className="couture-Question" aria-label={waits ? trans.__('A question for you') : trans.__('Question')}>
      <h2>{subject}</h2>
      {body && <p className="couture-Question-body">{body}</p>}
      {question.response_received && <Answered question={question} />}
      {waits && !mayRespond && <Others question={question} />}
      {waits && mayRespond && <AnswerForm question={question} onAnswered={onAnswered} />}
    </section>
  );
}

function AnswerForm({ question, onAnswered }: IQuestionProps): ReactElement {
  const { client, trans } = useCouture();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<Error | null>(null);
  const [isSending, setSending] = useState(false);
  const fields = fieldsOf(question);
  const answer = async (options: string[]): Promise<void> => {
    const found = valuesOf(fields, texts, trans);
    setProblems(found.problems);
    if (Object.keys(found.problems).length > 0) {
      return;
    }
    setSending(true);
    try {
      await client.humanInput.respond(question, { chosen_options: options, params_input: found.values });
      onAnswered();
    } catch (reason) {
      const refused = reason instanceof ApiError ? reason.fields : {};
      setProblems(refused);
      setError(Object.keys(refused).length > 0 ? null : (reason as Error));
    }
    setSending(false);
  };
  return (
    <form className="couture-Question-form" onSubmit={event => event.preventDefault()}>
      {error && <ErrorBanner error={error} />}
      <QuestionFields
        fields={fields}
        texts={texts}
        problems={problems}
        onChange={(name, text) => {
          setTexts({ ...texts, [name]: text });
          setProblems({ ...problems, [`params_input.${name}`]: '' });
        }}
      />
      <Options
        question={question}
        problem={problems.chosen_options}
        isSending={isSending}
        onAnswer={options => void answer(options)}
      />
      <Until question={question} />
    </form>
  );
}

function Until({ question }: { question: IQuestion }): ReactElement | null {
  const { trans } = useCouture();
  const { timeout_at: until, defaults } = question;
  if (until === null) {
    return null;
  }
  const then = defaults
    ? trans.__('Without an answer until %1, "%2" is taken.', absoluteTime(until), defaults.join(', '))
    : trans.__('Without an answer until %1 the task fails.', absoluteTime(until));
  return <p className="couture-muted">{then}</p>;
}

function Others({ question }: { question: IQuestion }): ReactElement {
  const { trans } = useCouture();
  const names = question.assigned_users.map(user => user.name).join(', ');
  return (
    <p className="couture-muted">
      {names ? trans.__('%1 may answer this.', names) : trans.__('You may not answer this: it needs the role User.')}
    </p>
  );
}

function Answered({ question }: { question: IQuestion }): ReactElement {
  const { trans } = useCouture();
  const { responded_by_user: who, responded_at: at } = question;
  const chosen = question.chosen_options?.join(', ') ?? '';
  return (
    <p role="status">
      {who ? trans.__('%1 answered: %2', who.name, chosen) : trans.__('Nobody answered in time: %1', chosen)}
      {at && (
        <>
          {' · '}
          <RelativeTime at={at} />
        </>
      )}
    </p>
  );
}
