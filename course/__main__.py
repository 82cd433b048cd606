from course.command.cli import main

main()
