/** Signs somebody in for a trial with what stands in the form, and shows each step. */
import { type ReactElement, useState } from 'react';
import { ApiError, type ILoginSettingsChange, type ILoginTrial } from '../api';
import { ActionButton, errorSentence, Field, StateMark, useCouture } from '../ui';

export interface ITrialProps {
  draft: ILoginSettingsChange;
  because: string | null;
  /** Why it could not be tried, such as what is wrong with the settings. */
  onProblem: (problem: ApiError | null) => void;
}

export function Trial({ draft, because, onProblem }: ITrialProps): ReactElement {
  const { client, trans } = useCouture();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [trial, setTrial] = useState<ILoginTrial | null>(null);
  const attempt = async (): Promise<void> => {
    setBusy(true);
    setTrial(null);
    onProblem(null);
    try {
      setTrial(await client.loginSettings.test(username, password, draft));
    } catch (reason) {
      onProblem(reason instanceof ApiError ? reason : new ApiError(0, errorSentence(reason, trans)));
    }
    setBusy(false);
  };
  const asksProvider = draft.auth_type === 'AUTH_OAUTH';
  const missing = asksProvider || (username.trim() && password) ? null : trans.__('Give a name and a password.');
  return (
    <fieldset className="couture-LoginSettings-section couture-LoginTrial">
      <legend>{trans.__('Try it')}</legend>
      <p className="couture-muted">
        {asksProvider
          ? trans.__('Asks the provider what it is with what stands above, saved or not. Nobody is signed in.')
          : trans.__('Signs somebody in with what stands above, saved or not. The name and the password are kept nowhere, and nobody is entered.')}
      </p>
      {!asksProvider && (
        <div className="couture-FormRow">
          <Field label={trans.__('Name')}>
            {attributes => (
              <input
                {...attributes}
                className="couture-Input"
                autoComplete="off"
                spellCheck={false}
                value={username}
                onChange={event => setUsername(event.target.value)}
              />
            )}
          </Field>
          <Field label={trans.__('Password')}>
            {attributes => (
              <input
                {...attributes}
                className="couture-Input"
                type="password"
                autoComplete="new-password"
                value={password}
                onChange={event => setPassword(event.target.value)}
              />
            )}
          </Field>
        </div>
      )}
      <div className="couture-Buttons">
        <ActionButton
          label={trans.__('Try it')}
          needs="loginSettings:edit"
          disabledBecause={isBusy ? trans.__('It is being tried.') : because ?? missing}
          onClick={() => void attempt()}
        />
      </div>
      <div role="status">
        {isBusy && (
          <>
            <StateMark state="running" compact /> {trans.__('Trying it…')}
          </>
        )}
        {trial && <Steps trial={trial} />}
      </div>
    </fieldset>
  );
}

function Steps({ trial }: { trial: ILoginTrial }): ReactElement {
  const { trans } = useCouture();
  const { person, steps, works } = trial;
  const name = person && `${person.first_name} ${person.last_name}`.trim();
  return (
    <>
      <ol className="couture-LoginTrial-steps">
        {steps.map(({ name: step, is_done, sentence }) => (
          <li key={step}>
            <StateMark state={is_done ? 'success' : 'failed'} compact /> <span>{sentence}</span>
          </li>
        ))}
      </ol>
      {works && !person && <p>{trans.__('The provider can be used. Whom it lets in shows when somebody signs in.')}</p>}
      {works && person && (
        <p>
          {name || person.email
            ? trans.__('%1 would get in: %2', person.username, [name, person.email].filter(Boolean).join(', '))
            : trans.__('%1 would get in.', person.username)}
        </p>
      )}
    </>
  );
}
