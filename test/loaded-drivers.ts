/**
 * The list of drivers, with each of them loaded before the time of any test begins: modules come
 * through a thread of their own, for which no fake clock waits (`real-work.ts`).
 */
import { driverCatalog } from '../drivers/catalog.ts';

const loaded = await Promise.all(
  Object.entries(driverCatalog).map(async ([id, load]) => {
    const driver = await load();
    return [id, () => Promise.resolve(driver)] as const;
  }),
);

export const loadedDrivers: typeof driverCatalog = Object.fromEntries(loaded);
