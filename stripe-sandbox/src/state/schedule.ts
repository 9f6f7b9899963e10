import type { Context } from './context.ts'
import type { Due } from './tables.ts'

export const schedule = ({ state }: Context, due: Due): void =>
  state.put('due', `${due.kind}:${due.object}`, due)

export const unschedule = ({ state }: Context, kind: Due['kind'], object: string): void =>
  state.remove('due', `${kind}:${object}`)
