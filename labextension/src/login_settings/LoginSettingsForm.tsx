/** All settings of signing in, with their errors at their fields. */
import { type ReactElement, useState } from 'react';
import { ApiError, type ILoginSettings, type ILoginSettingsChange } from '../api';
import { ActionButton, errorSentence, Field, useCouture, useFocusOnProblem, useQuery } from '../ui';
import { documented, elsewhere, sections } from './fields';
import { Keeper } from './Keeper';
import { mappingOf, textOf } from './mapping';
import { SettingField } from './SettingField';
import { Trial } from './Trial';

export function LoginSettingsForm({ stored }: { stored: ILoginSettings }): ReactElement {
  const { client, changes, trans } = useCouture();
  const [draft, setDraft] = useState<ILoginSettingsChange>(changeOf(stored));
  const [groups, setGroups] = useState(textOf(stored.auth_roles_mapping));
  const [problem, setProblem] = useState<ApiError | null>(null);
  const roles = useQuery(() => client.roles.list(), ({ subject }) => subject === 'role', [client]).data?.roles.map(({ name }) => name) ?? [];
  const { mapping, wrong } = mappingOf(groups);
  const form = { ...draft, auth_roles_mapping: mapping };
  const fields = problem?.fields ?? {};
  const place = useFocusOnProblem<HTMLFormElement>(problem);
  const kind = draft.auth_type ?? 'AUTH_DB';
  const change = (given: ILoginSettingsChange): void => setDraft({ ...draft, ...given });
  const save = async (): Promise<void> => {
    try {
      setProblem(null);
      await client.loginSettings.change(form);
      changes.announce({ subject: 'login_settings', what: 'changed' });
    } catch (reason) {
      setProblem(reason instanceof ApiError ? reason : new ApiError(0, errorSentence(reason, trans)));
    }
  };
  const noGroup = wrong && trans.__('“%1” gives no role: write a group, a colon, and roles with commas between them.', wrong);
  return (
    <form
      ref={place}
      className="couture-AdminForm couture-LoginSettings-form"
      aria-label={trans.__('Sign-in')}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <Keeper value={kind} missing={stored.missing_parts[kind]} error={fields.auth_type} onChange={change} />
      {sections(trans, kind).map(({ title, settings }) => (
        <fieldset key={title} className="couture-LoginSettings-section">
          <legend>{title}</legend>
          <div className="couture-FormRow">
            {settings.map(setting => (
              <SettingField
                key={setting.name}
                setting={setting}
                draft={draft}
                roles={roles}
                error={fields[setting.name]}
                onChange={change}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <Field
        label={trans.__('Roles of groups')}
        path="auth_roles_mapping"
        error={noGroup || fields.auth_roles_mapping}
        hint={
          <>
            <code>{documented('auth_roles_mapping')}</code> {kind === 'AUTH_OAUTH' ? trans.__('One group of the provider a line: team: User, Op') : trans.__('One group a line: cn=team,ou=groups,dc=example,dc=com: User, Op')}
          </>
        }
      >
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea couture-mod-code"
            rows={3}
            spellCheck={false}
            value={groups}
            onChange={event => setGroups(event.target.value)}
          />
        )}
      </Field>
      <Trial draft={form} because={noGroup} onProblem={setProblem} />
      {problem && elsewhere(problem, sections(trans, kind)).map(sentence => (
        <div key={sentence} className="couture-Field-error" role="alert">
          {sentence}
        </div>
      ))}
      <div className="couture-Buttons">
        <ActionButton isSubmit variant="primary" label={trans.__('Save')} needs="loginSettings:edit" disabledBecause={noGroup} />
      </div>
    </form>
  );
}

/** What can be changed of it. */
function changeOf(stored: ILoginSettings): ILoginSettingsChange {
  return Object.fromEntries(Object.entries(stored).filter(([name]) => name.startsWith('auth_')));
}
