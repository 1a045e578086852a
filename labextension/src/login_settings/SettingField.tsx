/** One setting: its title, its value, and its name in the manual. */
import type { ReactElement, ReactNode } from 'react';
import { Field, SecretField, Toggle, useCouture } from '../ui';
import type { ILoginSettingsChange } from '../api';
import { documented, type ISetting } from './fields';

export interface ISettingFieldProps {
  setting: ISetting;
  draft: ILoginSettingsChange;
  roles: readonly string[];
  error?: string;
  onChange: (change: ILoginSettingsChange) => void;
}

export function SettingField({ setting, draft, roles, error, onChange }: ISettingFieldProps): ReactElement {
  const { trans } = useCouture();
  const { name, title, kind } = setting;
  const hint: ReactNode = (
    <>
      <code>{documented(name)}</code> {setting.hint}
    </>
  );
  const shared = { label: title, path: name, error, hint };
  if (kind === 'flag') {
    return (
      <div className={`couture-Field${error ? ' couture-mod-invalid' : ''}`} data-path={name}>
        <Toggle label={title} isOn={draft[name] ?? false} onChange={isOn => onChange({ [name]: isOn })} />
        <div className="couture-Field-hint">{hint}</div>
        {error && (
          <div className="couture-Field-error" role="alert">
            {error}
          </div>
        )}
      </div>
    );
  }
  const value = draft[name] ?? '';
  if (kind === 'secret') {
    return <SecretField {...shared} value={value} onChange={text => onChange({ [name]: text })} />;
  }
  return (
    <Field {...shared}>
      {attributes =>
        kind === 'role' ? (
          <select {...attributes} className="couture-Select" value={value} onChange={event => onChange({ [name]: event.target.value })}>
            {[...new Set(['', value, ...roles])].map(each => (
              <option key={each} value={each}>
                {each || trans.__('none')}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...attributes}
            className="couture-Input"
            spellCheck={false}
            autoComplete="off"
            value={value}
            onChange={event => onChange({ [name]: event.target.value })}
          />
        )
      }
    </Field>
  );
}
