/** Switches a DAG on and off, in lists and on its page. */
import type { ReactElement } from 'react';
import type { IDagSummary } from '../api';
import { CommandIDs } from '../commands';
import { useCouture } from './context';
import { type IToggleProps, Toggle } from './fields';
import { usePermission } from './usePermission';

export interface IDagSwitchProps extends Pick<IToggleProps, 'label' | 'title' | 'compact' | 'tabIndex'> {
  dag: Pick<IDagSummary, 'dag_id' | 'is_paused'>;
}

export function DagSwitch({ dag, ...look }: IDagSwitchProps): ReactElement {
  const { commands } = useCouture();
  const lack = usePermission('dags:pause', [dag.dag_id]);
  return (
    <Toggle
      {...look}
      isOn={!dag.is_paused}
      disabledBecause={lack}
      onChange={isOn => void commands.execute(isOn ? CommandIDs.resumeDag : CommandIDs.pauseDag, { dagId: dag.dag_id })}
    />
  );
}
