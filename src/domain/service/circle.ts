import type { Dependencies } from './dependencies.ts';

/**
 * The names along a circle of dependencies that leads from a service back to itself, its own at both ends; null
 * when there is none.
 */
export function circleThrough(dependencies: Dependencies, serviceId: string): readonly string[] | null {
  const entered = new Set<string>();
  const wayBack = (id: string): readonly string[] | null => {
    for (const { service } of dependencies.get(id) ?? []) {
      if (service.id === serviceId) return [service.name];
      if (entered.has(service.id)) continue;
      entered.add(service.id);
      const rest = wayBack(service.id);
      if (rest) return [service.name, ...rest];
    }
    return null;
  };
  const circle = wayBack(serviceId);
  return circle && [circle.at(-1) ?? '', ...circle];
}
