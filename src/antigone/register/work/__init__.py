"""Long work in a queue: lists that come in, runs of the engine, texts of large files.

A stage writes its job as a function that works out what is to be entered and returns the function that
enters it; a page asks for it and sends the user to the job's own page, which shows how far it is:

    @job(Right.RUN)
    def engine_run(author: Author, progress: Progress, table: str) -> Enter:
        said = compute(table, watch=progress)     # minutes; nothing is written
        def enter(author: Author) -> Done:        # one transaction, with the rights of that moment
            run = enter_run(author, said)
            return Done(_("Run %s") % run.code, reverse("run", args=(author.investigation.slug, run.pk)))
        return enter

    row = enqueue(visit.author, engine_run, _("Run of the engine"), table=str(table.pk))
    return redirect(visit.url("job", row.pk))

Arguments are JSON (keys as text). Files (`files={"file": data}`) reach the job as a Path under their name.
`antigone serve` runs the jobs in a process beside it, one at a time; one that was cut off starts again, and
what it entered is entered once, because the job is marked as done in the same transaction. In tests
`work.worker.run_waiting()` does what waits.
"""
