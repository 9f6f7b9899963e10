-- When Stripe was first asked to do it: what ended before that was ended by somebody else.
alter table contribution_actions add column called_at timestamptz;
update contribution_actions set called_at = made_at where attempts > 0 and due_at is not null;

-- That both are kept is a person's word. A call that was withdrawn leaves the question open.
delete from second_contributions n using contribution_actions a
  where a.subscription_id = n.subscription_id and a.kind = 'duplicate' and a.withdrawn_at is not null
    and n.decided = 'kept';

-- When to try again to close a session that could not be closed.
alter table checkouts add column close_again_at timestamptz;
