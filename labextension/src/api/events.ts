/** Opens the socket on which Jupyter tells its events. */
import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';

export function openEventSocket(settings: ServerConnection.ISettings): WebSocket {
  const { appendToken, token, wsUrl } = settings;
  const query = appendToken && token ? `?token=${encodeURIComponent(token)}` : '';
  return new settings.WebSocket(URLExt.join(wsUrl, 'api/events/subscribe') + query);
}
