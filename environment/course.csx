// What the lessons load: the library, and what checks their exercises.
#load "start.csx"
#r "../lib/ImageNotebooks.Course/bin/Release/net10.0/ImageNotebooks.Course.dll"
