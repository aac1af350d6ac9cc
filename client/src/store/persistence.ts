/** Persistence: whether the browser promises to keep this store, and how much room there is. */
export interface Persistence {
  /** Null: this browser does not say. */
  kept: boolean | null;
  usage: number | null;
  quota: number | null;
}

export async function askToKeep(): Promise<void> {
  if (navigator.storage?.persist && !(await navigator.storage.persisted())) await navigator.storage.persist();
}

export async function persistence(): Promise<Persistence> {
  const storage = navigator.storage as StorageManager | undefined;
  const estimate = await storage?.estimate?.();
  return {
    kept: storage?.persisted ? await storage.persisted() : null,
    usage: estimate?.usage ?? null,
    quota: estimate?.quota ?? null,
  };
}
