/** The settings in force, by section: value, origin, meaning. */
import { Clipboard, Notification } from '@jupyterlab/apputils';
import { copyIcon } from '@jupyterlab/ui-components';
import { type ReactElement, useState } from 'react';
import type { IInstallation, IInstallationOption } from '../api';
import { ActionButton, EmptyState, HiddenMark, type IColumn, SearchField, Table, useCouture } from '../ui';
import { bySection, isFound, originLabel, sectionLabel } from './words';

const HIDDEN = '***';

export function SettingsView({ installation }: { installation: IInstallation }): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState('');
  const [isChangedOnly, setChangedOnly] = useState(false);
  const shown = installation.options.filter(
    option => isFound(option, text) && (!isChangedOnly || option.origin !== 'default')
  );
  const copy = (): void => {
    const lines = shown.map(({ name, value }) => `${name} = ${JSON.stringify(value)}`);
    Clipboard.copyToSystem(lines.join('\n'));
    Notification.success(trans.__('The settings were copied.'), { autoClose: 2000 });
  };
  return (
    <div className="couture-Settings">
      <p className="couture-muted">
        {trans.__('Settings are changed in %1, by environment variables COUTURE_<NAME>, or where the server is started.', installation.settings_file)}
      </p>
      <div className="couture-Filters">
        <SearchField label={trans.__('Search settings')} value={text} onChange={setText} />
        <label>
          <input type="checkbox" checked={isChangedOnly} onChange={event => setChangedOnly(event.target.checked)} />{' '}
          {trans.__('Only those that differ from the default')}
        </label>
        <ActionButton icon={copyIcon} label={trans.__('Copy these')} onClick={copy} />
      </div>
      {shown.length === 0 && <EmptyState title={trans.__('No setting fits.')} />}
      {bySection(shown).map(([section, options]) => (
        <Section key={section} label={sectionLabel(section, trans)} options={options} />
      ))}
    </div>
  );
}

function Section({ label, options }: { label: string; options: readonly IInstallationOption[] }): ReactElement {
  const { trans } = useCouture();
  const columns: IColumn<IInstallationOption>[] = [
    { id: 'name', label: trans.__('Setting'), className: 'couture-Settings-name', cell: ({ name }) => <code>{name}</code> },
    { id: 'value', label: trans.__('Value'), className: 'couture-Settings-value', cell: option => <Value option={option} /> },
    { id: 'origin', label: trans.__('From'), className: 'couture-Settings-origin', cell: option => <Origin option={option} /> },
    { id: 'meaning', label: trans.__('Meaning'), cell: ({ meaning }) => meaning }
  ];
  return (
    <>
      <h2>{label}</h2>
      <div className="couture-TableScroll">
        <Table label={label} columns={columns} rows={options} rowKey={({ name }) => name} />
      </div>
    </>
  );
}

function Value({ option }: { option: IInstallationOption }): ReactElement {
  const { trans } = useCouture();
  if (option.value === HIDDEN) {
    return <HiddenMark />;
  }
  return option.value === '' ? <span className="couture-muted">{trans.__('not set')}</span> : <code>{option.value}</code>;
}

function Origin({ option }: { option: IInstallationOption }): ReactElement {
  const { trans } = useCouture();
  const label = originLabel(option.origin, trans);
  if (option.origin === 'default') {
    return <span className="couture-muted">{label}</span>;
  }
  const title = option.default === '' ? undefined : trans.__('The default is %1.', option.default);
  return (
    <span className="couture-Tag" title={title}>
      {label}
    </span>
  );
}
