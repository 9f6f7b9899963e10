import type { World } from './context.ts'
import type { Due } from './tables.ts'

export const schedule = ({ state }: World, due: Due): void =>
  state.put('due', `${due.kind}:${due.object}`, due)

export const unschedule = ({ state }: World, kind: Due['kind'], object: string): void =>
  state.remove('due', `${kind}:${object}`)
