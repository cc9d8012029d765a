"""What progress announces. Kinds stand in the SQL of `queries`; readers name them from here."""

SECTION_COMPLETED = "SectionCompleted"
LESSON_COMPLETED = "LessonCompleted"
COURSE_COMPLETED = "CourseCompleted"
