import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildTestClock } from '../../builders/build-portal.ts'
import type { TestClock } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { expand, heldTo, integer, nothing, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'

const advanceParameters = heldTo<Stripe.TestHelpers.TestClockAdvanceParams>()(
  z.strictObject({ frozen_time: integer, expand }),
)

const LONGEST_ADVANCE_S = 2 * 366 * 86_400

/** The sandbox has one time: advancing a test clock advances that by as much. */
const advance = (
  world: World,
  { id, parameters }: { id: string; parameters: z.infer<typeof advanceParameters> },
): TestClock => {
  const clock = found(world, 'test_clock', id)
  const seconds = parameters.frozen_time - clock.frozen_time
  if (seconds <= 0 || seconds > LONGEST_ADVANCE_S)
    throw invalidRequest(
      'A test clock is advanced by up to two years, never backwards.',
      undefined,
      'frozen_time',
    )
  const advancing: TestClock = { ...clock, frozen_time: parameters.frozen_time, status: 'advancing' }
  world.state.put('test_clock', id, { ...advancing, status: 'ready' })
  world.emit('test_helpers.test_clock.advancing', advancing)
  world.later(seconds, () =>
    world.emit('test_helpers.test_clock.ready', { ...advancing, status: 'ready' } as TestClock),
  )
  return advancing
}

export const testClockEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/test_helpers/test_clocks',
    parameters: heldTo<Stripe.TestHelpers.TestClockCreateParams>()(
      z.strictObject({ frozen_time: integer, name: text.exactOptional(), expand }),
    ),
    answer: ({ state, time, emit }, { parameters }) => {
      const made = buildTestClock(time.seconds(), parameters.frozen_time, parameters.name ?? null)
      state.put('test_clock', made.id, made)
      emit('test_helpers.test_clock.created', made)
      return made
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/test_helpers/test_clocks/:id/advance',
    parameters: advanceParameters,
    answer: advance,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/test_helpers/test_clocks/:id',
    parameters: nothing,
    answer: (world, { id }) => found(world, 'test_clock', id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/test_helpers/test_clocks/:id',
    parameters: nothing,
    answer: (world, { id }) => {
      const clock = found(world, 'test_clock', id)
      world.state.remove('test_clock', id)
      world.emit('test_helpers.test_clock.deleted', clock)
      return {
        id,
        object: 'test_helpers.test_clock',
        deleted: true,
      } satisfies Stripe.TestHelpers.DeletedTestClock
    },
  }),
]
