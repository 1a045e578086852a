/** Speaks to the server: one request, one answer, one kind of error. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';

export type QueryValue = string | number | boolean | null | undefined | readonly string[];
/** A run that this page asked for. */
export interface IStartedRun {
  dagId: string;
  runId: string;
}

/** A file that came. */
export interface IDownload {
  name: string;
  content: Blob;
}

/** How many bytes came up to now, and the last of them. */
type OnProgress = (bytes: number, part: Uint8Array) => void;

export type QueryParams = Record<string, QueryValue>;

interface IValidationProblem {
  loc: (string | number)[];
  msg: string;
}

/** What the server refused. `fields` holds the message of each field, by its path (e.g. `when.cron`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly fields: Readonly<Record<string, string>> = {}
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  /** Whether no answer came: the server is down or the network is. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** The error that a response with this status and body means. */
export function errorFrom(status: number, body: unknown, fallback: string): ApiError {
  const detail = (body as { detail?: unknown } | null)?.detail;
  if (Array.isArray(detail)) {
    const problems = detail as IValidationProblem[];
    const fields: Record<string, string> = {};
    for (const problem of problems) {
      const path = problem.loc.filter((part, index) => !(index === 0 && part === 'body')).join('.');
      fields[path] = fields[path] ? `${fields[path]} ${problem.msg}` : problem.msg;
    }
    return new ApiError(status, problems.map(problem => problem.msg).join(' '), fields);
  }
  const message = (body as { message?: unknown } | null)?.message;
  const text = typeof detail === 'string' ? detail : typeof message === 'string' ? message : fallback;
  return new ApiError(status, text);
}

/** The query string of `params`: lists repeat their key, empty values are left out. */
export function queryString(params: QueryParams = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value === null || value === undefined || value === '') {
      continue;
    }
    for (const each of Array.isArray(value) ? value : [value]) {
      search.append(key, String(each));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

/** The parts as one path, each part quoted (run ids hold `+` and `:`). */
export function pathOf(...parts: (string | number)[]): string {
  return parts.map(part => encodeURIComponent(String(part))).join('/');
}

/** The REST API under `{base_url}couture/api/v2/`. Every method rejects with an `ApiError`. */
export class Http {
  constructor(readonly settings: ServerConnection.ISettings) {}

  /** Emitted for each run that this page started or made run again: its end is worth a notification. */
  get runStarted(): ISignal<this, IStartedRun> {
    return this._runStarted;
  }

  /** Tell of a run that this page started. */
  started(dagId: string, runId: string): void {
    this._runStarted.emit({ dagId, runId });
  }

  /** The absolute URL of a path, e.g. for a download link. */
  url(path: string, params?: QueryParams): string {
    return URLExt.join(this.settings.baseUrl, 'couture/api/v2', path) + queryString(params);
  }

  /** A file that the server has, with its name; null when `signal` stopped it. `onProgress` hears how many bytes came. */
  async download(
    path: string,
    params: QueryParams,
    signal?: AbortSignal,
    onProgress: OnProgress = () => undefined
  ): Promise<IDownload | null> {
    try {
      const response = await this._fetch(this.url(path, params), { signal });
      if (!response.ok) {
        throw errorFrom(response.status, parse(await response.text()), response.statusText || `HTTP ${response.status}`);
      }
      const disposition = response.headers.get('Content-Disposition') ?? '';
      const name = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(disposition)?.[1] ?? 'export.csv';
      const type = response.headers.get('Content-Type') ?? '';
      return { name: decodeURIComponent(name), content: new Blob(await partsOf(response, onProgress), { type }) };
    } catch (reason) {
      if (signal?.aborted) {
        return null;
      }
      throw reason instanceof ApiError ? reason : new ApiError(0, String(reason));
    }
  }

  /** Lines of JSON, each told to `onLine` when it comes; false when `signal` stopped them. */
  async lines<T>(path: string, params: QueryParams, signal: AbortSignal, onLine: (line: T) => void): Promise<boolean> {
    let rest = '';
    const decoder = new TextDecoder();
    const file = await this.download(path, params, signal, (_, part) => {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line => onLine(JSON.parse(line) as T));
    });
    if (file !== null && rest !== '') {
      onLine(JSON.parse(rest) as T);
    }
    return file !== null;
  }

  get<T>(path: string, params?: QueryParams): Promise<T> {
    return this._request<T>('GET', path, params);
  }

  post<T>(path: string, body: unknown = {}, params?: QueryParams): Promise<T> {
    return this._request<T>('POST', path, params, body);
  }

  put<T>(path: string, body?: unknown, params?: QueryParams): Promise<T> {
    return this._request<T>('PUT', path, params, body);
  }

  patch<T>(path: string, body: unknown, params?: QueryParams): Promise<T> {
    return this._request<T>('PATCH', path, params, body);
  }

  delete<T = void>(path: string, params?: QueryParams): Promise<T> {
    return this._request<T>('DELETE', path, params);
  }

  private async _request<T>(method: string, path: string, params?: QueryParams, body?: unknown): Promise<T> {
    const init: RequestInit = { method, headers: { Accept: 'application/json' } };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    }
    const response = await this._fetch(this.url(path, params), init);
    const text = await response.text();
    const answer = parse(text);
    if (!response.ok) {
      throw errorFrom(response.status, answer, response.statusText || `HTTP ${response.status}`);
    }
    return answer as T;
  }

  private async _fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this.settings);
    } catch (reason) {
      throw new ApiError(0, reason instanceof Error ? reason.message : String(reason));
    }
  }

  private _runStarted = new Signal<this, IStartedRun>(this);
}

async function partsOf(response: Response, onProgress: OnProgress): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  const reader = response.body?.getReader();
  for (let bytes = 0, next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    parts.push(next.value as BlobPart);
    bytes += next.value.byteLength;
    onProgress(bytes, next.value);
  }
  return parts;
}

function parse(text: string): unknown {
  if (!text) {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a proxy's error page, or a plain text answer.
    return text;
  }
}
