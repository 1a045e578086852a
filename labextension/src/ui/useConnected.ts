/** Whether this page hears of changes: false while the server or the network is away. */
import { useEffect, useState } from 'react';
import { useCouture } from './context';

export function useConnected(): boolean {
  const { changes } = useCouture();
  const [isConnected, setConnected] = useState(changes.isConnected);
  useEffect(() => {
    const update = (): void => setConnected(changes.isConnected);
    changes.connectedChanged.connect(update);
    update();
    return () => {
      changes.connectedChanged.disconnect(update);
    };
  }, [changes]);
  return isConnected;
}
