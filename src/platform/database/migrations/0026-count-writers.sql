-- A flush of counts whose answer is lost comes again. This tells that it was written before.
create table count_writers (
  writer uuid primary key,
  batch bigint not null check (batch > 0),
  written_at timestamptz not null
);
comment on table count_writers is 'Processes that write counts of the appeal. Rows are deleted 30 days after the last batch.';
comment on column count_writers.writer is 'A random id that the process made at its start.';
comment on column count_writers.batch is 'Number of the last batch that was written.';
comment on column count_writers.written_at is 'Time of the last batch.';
