/** The choices that lift what stands against running a task alone, in Airflow's words. */
import type { IRunCondition } from '../api';

export const LIFTS = ['ignore_task_state', 'ignore_task_dependencies', 'ignore_all_dependencies'] as const;
export type Lift = (typeof LIFTS)[number];
export type ILifts = Readonly<Record<Lift, boolean>>;

export const FIRST_LIFTS: ILifts = {
  ignore_task_state: false,
  ignore_task_dependencies: false,
  ignore_all_dependencies: false
};

/** `ignored`: it is not met, but one of the choices lifts it; `firm`: no choice would. */
export type Standing = 'ignored' | 'liftable' | 'firm';

/** How a condition that is not met stands. */
export function standing({ lifted_by: liftedBy }: IRunCondition, lifts: ILifts): Standing {
  if (liftedBy === null) {
    return 'firm';
  }
  return lifts[liftedBy] || lifts.ignore_all_dependencies ? 'ignored' : 'liftable';
}
