/** Opens the socket on which the server tells what changed. */
import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';

export function openChangeSocket(settings: ServerConnection.ISettings): WebSocket {
  const { appendToken, token, wsUrl } = settings;
  const query = appendToken && token ? `?token=${encodeURIComponent(token)}` : '';
  return new settings.WebSocket(URLExt.join(wsUrl, 'couture/api/v2/changes') + query);
}
