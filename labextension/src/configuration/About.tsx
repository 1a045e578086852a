/** What is installed: versions, database, optional packages, providers. */
import type { ReactElement } from 'react';
import type { IInstallation, IInstalledPackage, IProvider } from '../api';
import { ErrorBanner, type Fact, Facts, StateMark, Table, useCouture, useQuery } from '../ui';

export function About({ installation }: { installation: IInstallation }): ReactElement {
  const { client, trans } = useCouture();
  const person = useQuery(() => client.engine.workspace(), undefined, [client]);
  const engine = useQuery(() => client.engine.get(), change => change.subject === 'engine', [client]);
  const providers = useQuery(() => client.configuration.providers(), undefined, [client]);
  const problem = person.error ?? engine.error ?? providers.error;
  const words = { running: trans.__('running'), standby: trans.__('standing by'), stopped: trans.__('stopped') };
  const state = engine.data?.state;
  const facts: Fact[] = [
    [trans.__('Couture Jupyter'), installation.version],
    [trans.__('Python'), installation.python],
    [trans.__('System'), installation.platform],
    [trans.__('Database'), installation.database],
    [trans.__('Workspace'), person.data?.workspace],
    [trans.__('Engine'), state && ((words as Record<string, string>)[state] ?? state)],
    [trans.__('You'), person.data && trans.__('%1, with the role %2', person.data.user, person.data.role)]
  ];
  const own = installation.packages.filter(({ extra }) => extra === null);
  const extras = installation.packages.filter(({ extra }) => extra !== null);
  return (
    <>
      {problem && <ErrorBanner error={problem} />}
      <Facts facts={facts} />
      <h2>{trans.__('Stands on')}</h2>
      <Packages label={trans.__('Stands on')} packages={own} />
      <h2>{trans.__('Optional packages')}</h2>
      <Packages label={trans.__('Optional packages')} packages={extras} withExtra />
      <h2>{trans.__('Airflow providers')}</h2>
      {providers.data && <Providers providers={providers.data} />}
    </>
  );
}

function Packages(props: { label: string; packages: readonly IInstalledPackage[]; withExtra?: boolean }): ReactElement {
  const { trans } = useCouture();
  const install = { id: 'install', label: trans.__('How to install it'), cell: (each: IInstalledPackage) => <code>{command(each)}</code> };
  return (
    <div className="couture-TableScroll">
      <Table
        label={props.label}
        rows={props.packages}
        rowKey={({ name, extra }) => `${extra} ${name}`}
        columns={[
          { id: 'name', label: trans.__('Package'), cell: ({ name }) => name },
          {
            id: 'version',
            label: trans.__('Version'),
            cell: ({ version }) =>
              version ?? (
                <>
                  <StateMark state="none" compact title={trans.__('Not installed')} /> {trans.__('not installed')}
                </>
              )
          },
          ...(props.withExtra ? [install] : [])
        ]}
      />
    </div>
  );
}

function command({ extra }: IInstalledPackage): string {
  return `pip install 'couture-jupyter[${extra}]'`;
}

function Providers({ providers }: { providers: readonly IProvider[] }): ReactElement {
  const { trans } = useCouture();
  if (providers.length === 0) {
    return <p className="couture-muted">{trans.__('None is installed. DAG files that name one are told how to install it.')}</p>;
  }
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Airflow providers')}
        rows={providers}
        rowKey={({ package_name: name }) => name}
        columns={[
          { id: 'name', label: trans.__('Package'), cell: ({ package_name: name }) => name },
          { id: 'version', label: trans.__('Version'), cell: ({ version }) => version },
          { id: 'description', label: trans.__('Description'), cell: ({ description }) => description }
        ]}
      />
    </div>
  );
}
