import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildTestClock } from '../../builders/build-portal.ts'
import type { TestClock } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { expand, integer, noParameters, schemaFor, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'

const advanceParameters = schemaFor<Stripe.TestHelpers.TestClockAdvanceParams>()(
  z.strictObject({ frozen_time: integer, expand }),
)

const MAX_ADVANCE_S = 2 * 366 * 86_400

/** Advances the sandbox's clock by as much. The sandbox has one clock for all objects. */
const advance = (
  context: Context,
  { id, parameters }: { id: string; parameters: z.infer<typeof advanceParameters> },
): TestClock => {
  const clock = findObject(context, 'test_clock', id)
  const seconds = parameters.frozen_time - clock.frozen_time
  if (seconds <= 0 || seconds > MAX_ADVANCE_S)
    throw invalidRequest(
      'A test clock is advanced by up to two years, never backwards.',
      undefined,
      'frozen_time',
    )
  const advancing: TestClock = { ...clock, frozen_time: parameters.frozen_time, status: 'advancing' }
  context.state.put('test_clock', id, { ...advancing, status: 'ready' })
  context.emit('test_helpers.test_clock.advancing', advancing)
  context.advanceAfterResponse(seconds, () =>
    context.emit('test_helpers.test_clock.ready', { ...advancing, status: 'ready' } as TestClock),
  )
  return advancing
}

export const testClockEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/test_helpers/test_clocks',
    parameters: schemaFor<Stripe.TestHelpers.TestClockCreateParams>()(
      z.strictObject({ frozen_time: integer, name: text.exactOptional(), expand }),
    ),
    handle: ({ state, clock, emit }, { parameters }) => {
      const testClock = buildTestClock(clock.seconds(), parameters.frozen_time, parameters.name ?? null)
      state.put('test_clock', testClock.id, testClock)
      emit('test_helpers.test_clock.created', testClock)
      return testClock
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/test_helpers/test_clocks/:id/advance',
    parameters: advanceParameters,
    handle: advance,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/test_helpers/test_clocks/:id',
    parameters: noParameters,
    handle: (context, { id }) => findObject(context, 'test_clock', id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/test_helpers/test_clocks/:id',
    parameters: noParameters,
    handle: (context, { id }) => {
      const clock = findObject(context, 'test_clock', id)
      context.state.remove('test_clock', id)
      context.emit('test_helpers.test_clock.deleted', clock)
      return {
        id,
        object: 'test_helpers.test_clock',
        deleted: true,
      } satisfies Stripe.TestHelpers.DeletedTestClock
    },
  }),
]
