/** Looking on while a notebook runs: the events of its live journal, and the socket that tells them. */
import { URLExt } from '@jupyterlab/coreutils';
import type * as nbformat from '@jupyterlab/nbformat';
import { type Http, pathOf, queryString } from './client';

/** Where in a try's live journals one is. */
export interface ILivePlace {
  generation: number;
  offset: number;
}

/** Something that happened to a cell; `couture_scheduler/files/live_journals.py` describes them. */
export type ILiveEvent =
  | { op: 'text'; cell: number; output: number; name: string; text: string; skipped: number }
  | { op: 'output'; cell: number; output: number; value: nbformat.IOutput }
  | { op: 'cut'; cell: number; output: number }
  | { op: 'cell'; cell: number; state: string | null; count: number | null; since: string | null };

/** One message of the socket. After `gone` the executed notebook has everything. */
export type ILiveMessage = (ILivePlace & { events: ILiveEvent[]; gone?: undefined }) | { gone: true };

/** A try of a notebook task. */
export interface ILiveTry {
  dagId: string;
  runId: string;
  taskId: string;
  mapIndex: number;
  tryNumber: number;
}

/** Opens the socket that tells what happens to a try's notebook after `place`. */
export function openLiveSocket({ settings }: Http, of: ILiveTry, place: ILivePlace): WebSocket {
  const { appendToken, token, wsUrl } = settings;
  const path = `dags/${pathOf(of.dagId)}/dagRuns/${pathOf(of.runId)}/taskInstances/${pathOf(of.taskId)}/live/socket`;
  const query = queryString({
    try_number: of.tryNumber,
    map_index: of.mapIndex,
    ...place,
    token: appendToken ? token : undefined
  });
  return new settings.WebSocket(URLExt.join(wsUrl, 'couture/api/v2', path) + query);
}
