/** Kernels that are kept after a failure, and going on from the cell that failed. */
import { type Http, pathOf } from './client';
import type { IAttachedKernel, IHeldKernel, IResume, ITaskInstance, ITryKernel } from './types';

export class KernelsApi {
  constructor(private readonly _http: Http) {}

  /** The kernels that are kept now. */
  async held(): Promise<IHeldKernel[]> {
    return (await this._http.get<{ held_kernels: IHeldKernel[] }>('heldKernels')).held_kernels;
  }

  /** One that is or was kept. */
  get(id: number): Promise<IHeldKernel> {
    return this._http.get(`heldKernels/${id}`);
  }

  /** What is left of the kernel of a try (by default the newest), and why. */
  ofTry(dagId: string, runId: string, taskId: string, mapIndex: number, tryNumber?: number): Promise<ITryKernel> {
    return this._http.get(`${task(dagId, runId, taskId, mapIndex)}/heldKernel`, { try_number: tryNumber });
  }

  /** Keep it for so many seconds from now. */
  prolong(id: number, seconds: number): Promise<IHeldKernel> {
    return this._http.patch(`heldKernels/${id}`, { seconds });
  }

  letGo(id: number): Promise<void> {
    return this._http.delete(`heldKernels/${id}`);
  }

  /** Have Jupyter know the kernel; the answer names the notebook to open on it. */
  attach(id: number, document: 'original' | 'copy'): Promise<IAttachedKernel> {
    return this._http.post(`heldKernels/${id}/attach`, { document });
  }

  /** Begin a new try that goes on at the cell that failed. */
  async resume(dagId: string, runId: string, taskId: string, mapIndex: number, body: IResume): Promise<ITaskInstance> {
    const found = await this._http.post<ITaskInstance>(`${task(dagId, runId, taskId, mapIndex)}/resume`, body);
    this._http.started(dagId, runId);
    return found;
  }
}

function task(dagId: string, runId: string, taskId: string, mapIndex: number): string {
  const path = `dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/taskInstances/${pathOf(taskId)}`;
  return mapIndex >= 0 ? `${path}/${mapIndex}` : path;
}
