import type { z } from 'zod'
import type { Context } from '../../state/context.ts'

export type Call<Parameters> = {
  parameters: Parameters
  /** The id in the path, or an empty string. */
  id: string
}

/** An endpoint of Stripe's API. `handle` runs inside one commit. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  parameters: z.ZodType
  handle: (context: Context, call: Call<never>) => unknown
}

export const endpoint = <Schema extends z.ZodType>(parameters: {
  method: Endpoint['method']
  path: string
  parameters: Schema
  handle: (context: Context, call: Call<z.infer<Schema>>) => unknown
}): Endpoint => parameters as Endpoint
