import type { z } from 'zod'
import type { Context } from '../../state/context.ts'

export type Call<Parameters> = {
  parameters: Parameters
  /** The id in the path, '' where there is none. */
  id: string
}

/** One of Stripe's endpoints: what it accepts, and what it answers. Answers run inside one commit. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  parameters: z.ZodType
  handle: (context: Context, call: Call<never>) => unknown
}

export const endpoint = <Schema extends z.ZodType>(wanted: {
  method: Endpoint['method']
  path: string
  parameters: Schema
  handle: (context: Context, call: Call<z.infer<Schema>>) => unknown
}): Endpoint => wanted as Endpoint
