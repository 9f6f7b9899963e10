export const inbox = {
  'inbox.title': 'Stripe’s inbox',
  'inbox.sentence.quiet': 'Everything Stripe told us is entered.',
  'inbox.sentence.busy':
    '{parked, plural, =0 {No event is parked} one {# event is parked} other {# events are parked}}, and {failing, plural, =0 {nothing is being tried again} one {# customer is tried again} other {# customers are tried again}}.{refused, plural, =0 {} one { Stripe refused to end # contribution.} other { Stripe refused to end # contributions.}}',
  'inbox.overview':
    '{received, plural, one {# event} other {# events}} in the last day, the last on {last}; {waiting} waiting.',
  'inbox.never': 'Stripe has told us nothing yet. The first event arrives with the first contribution.',
  'inbox.parked': 'Parked',
  'inbox.parkedHelp':
    'What could not be understood, or what Stripe refuses to show. Nothing of it is guessed, and it holds up nobody else. Once the cause is gone, replay it: its customer is then fetched from Stripe anew.',
  'inbox.parkedRow': '{events, plural, one {# event} other {# events}} ({types}), parked on {at}.',
  'inbox.replay': 'Replay',
  'inbox.replayAll': 'Replay all',
  'inbox.failing': 'Tried again',
  'inbox.failingHelp':
    'What Stripe or the database could not do. Each is tried again by itself, after longer and longer pauses of up to a quarter of an hour.',
  'inbox.failingRow':
    'failed {attempts, plural, one {once} other {# times}}, the last time because {failure}; {waiting} waiting.',
  'inbox.failure.stripe-failed': 'Stripe answered with an error of its own',
  'inbox.failure.stripe-unreachable': 'Stripe could not be reached',
  'inbox.failure.stripe-throttled': 'Stripe asked for fewer calls',
  'inbox.failure.other': 'something failed on our side, which the log tells',
  'inbox.again': 'Next on {at}.',
  'inbox.retry': 'Try now',
  'inbox.refused': 'Ends that Stripe refused',
  'inbox.refusedHelp':
    'Contributions that were to be ended, by a rule or by staff, and go on because Stripe would not end them: their givers are still charged. Look at each in Stripe’s dashboard, then try again here.',
  'inbox.refusedRow': 'was to be ended on {at} ({cause}); Stripe said: {because}.',
  'inbox.audit': 'Who did what here',
  'inbox.none': 'None.',
  'inbox.done.replayed': 'Put back. It is being fetched from Stripe.',
  'inbox.done.retried': 'It is being tried now.',
  'inbox.done.undone': 'The second contribution is being ended and its payment returned.',
  'inbox.done.kept': 'Both contributions are kept.',
  'inbox.done.nothing': 'There was nothing left to do.',
  'seconds.title': 'Two contributions of one reader',
  'seconds.help':
    'A reader who pays a second monthly or yearly contribution from the same browser usually had two tabs open, or forgot the first.',
  'seconds.row': 'beside {kept}, found on {at}.',
  'seconds.undone': 'Ended, and its payment returned.',
  'seconds.kept': 'Both kept.',
  'seconds.failed': 'Stripe refused: {because}. Look at it in Stripe’s dashboard.',
  'seconds.again': 'Not done yet: {because}. It is tried again by itself.',
  'seconds.undo': 'End the second and return its payment',
  'seconds.keep': 'Keep both',
} as const
